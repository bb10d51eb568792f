"""How the program speaks: values, results and sentences in Italian."""
