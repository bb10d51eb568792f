"""Density of offences against a direct sum, its mass, contours and GeoTIFF."""

import itertools

import numpy as np
import pytest
import shapely
import tifffile
from hypothesis import given, settings, strategies as st

from maps.crime.density import DensityGrid, Kernel, density_grid, nice_breaks
from maps.errors import AnalysisError, FileError, FileProblem
from maps.io.geotiff import write_geotiff

BOUNDS = (1000.0, 2000.0, 3000.0, 3600.0)


def direct(x, y, weights, grid, bandwidth):
    """Sum of continuous quartic kernels at the cell centres, events/km2: slow and plain."""
    ny, nx = grid.values.shape
    cx = grid.x0 + (np.arange(nx) + 0.5) * grid.cell_m
    cy = grid.y0 + (np.arange(ny) + 0.5) * grid.cell_m
    total = np.zeros((ny, nx))
    for px, py, weight in zip(x, y, weights, strict=True):
        squared = ((cx - px)[None, :] ** 2 + (cy - py)[:, None] ** 2) / bandwidth**2
        total += weight * 3 / (np.pi * bandwidth**2) * np.maximum(1 - squared, 0) ** 2
    return total * 1e6


@pytest.fixture
def events():
    rng = np.random.default_rng(4)
    return rng.uniform(1000, 3000, 300), rng.uniform(2000, 3600, 300), rng.integers(1, 4, 300).astype(float)


def test_agrees_with_the_direct_sum(events):
    x, y, weights = events
    grid = density_grid(x, y, bandwidth_m=200, cell_m=10, bounds=BOUNDS, weights=weights)
    oracle = direct(x, y, weights, grid, 200)
    assert grid.values.shape == (160, 200)
    assert np.abs(grid.values - oracle).max() < 0.005 * oracle.max()


def test_the_error_falls_with_the_square_of_the_cell(events):
    x, y, weights = events
    errors = []
    for cell in (40, 20, 10):
        grid = density_grid(x, y, bandwidth_m=200, cell_m=cell, bounds=BOUNDS, weights=weights)
        oracle = direct(x, y, weights, grid, 200)
        errors.append(np.abs(grid.values - oracle).max() / oracle.max())
    assert errors[1] < errors[0] / 2.5
    assert errors[2] < errors[1] / 2.5


@pytest.mark.parametrize("kernel", list(Kernel))
@given(
    points=st.lists(st.tuples(st.floats(1700, 2300), st.floats(2600, 3000)), min_size=1, max_size=30),
    cell=st.sampled_from([7.0, 10.0, 25.0]),
)
@settings(max_examples=25, deadline=None)
def test_mass_is_preserved_away_from_the_border(kernel, points, cell):
    x, y = np.array(points).T
    grid = density_grid(x, y, bandwidth_m=100, cell_m=cell, bounds=BOUNDS, kernel=kernel)
    assert grid.values.sum(dtype=float) * cell**2 / 1e6 == pytest.approx(len(points), rel=1e-6)
    assert grid.events == len(points)
    assert grid.values.min() >= 0


def test_events_outside_the_bounds_count_within_reach():
    x, y = np.array([990.0, 700.0, np.nan]), np.array([2800.0, 2800.0, 2800.0])
    grid = density_grid(x, y, bandwidth_m=100, cell_m=10, bounds=BOUNDS)
    assert grid.events == 1
    assert grid.values[80, 0] > 0
    assert grid.values[:, 20:].max() == 0


def test_a_corner_of_a_wide_grid_is_as_in_a_grid_of_its_own(events):
    x, y, weights = events
    wide = density_grid(x, y, bandwidth_m=200, cell_m=10, bounds=(0.0, 0.0, 9000.0, 8000.0), weights=weights)
    near = density_grid(
        x, y, bandwidth_m=200, cell_m=10, bounds=(700.0, 1700.0, 3300.0, 3900.0), weights=weights
    )
    assert wide.values.shape == (800, 900)
    assert np.abs(wide.values[170:390, 70:330] - near.values).max() < 1e-5 * near.values.max()
    rest = wide.values.copy()
    rest[170:390, 70:330] = 0
    assert not rest.any()
    assert wide.events == near.events == weights.sum()
    whole, part = wide.contours(), near.contours()
    assert whole["class"].tolist() == part["class"].tolist()
    assert whole.geometry.area.to_numpy() == pytest.approx(part.geometry.area.to_numpy(), rel=1e-4)


def test_no_events_is_nought_everywhere():
    grid = density_grid([], [], bandwidth_m=100, cell_m=10, bounds=BOUNDS)
    assert grid.values.max() == 0
    assert nice_breaks(grid.values.max()) == ()
    assert grid.contours().empty


def test_at_interpolates_between_centres_and_knows_where_it_was_not_computed():
    grid = DensityGrid(np.array([[0.0, 10.0], [20.0, 30.0]]), 0.0, 0.0, 10.0, 50.0)
    assert grid.at([5, 15, 10, 10], [5, 15, 5, 10]) == pytest.approx([0, 30, 5, 15])
    assert grid.at(0, 0)[0] == 0  # the border cell holds to the edge
    assert np.isnan(grid.at([-1, 5], [5, 21])).all()


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"bandwidth_m": 0}, ("bandwidth_m",)),
        ({"cell_m": -1}, ("cell_m",)),
        ({"bounds": (0, 0, 0, 5)}, ("bounds",)),
        ({"bandwidth_m": float("nan")}, ("bandwidth_m",)),
    ],
)
def test_what_cannot_be_computed_says_which_setting(change, missing):
    given_ = {"bandwidth_m": 100, "cell_m": 10, "bounds": BOUNDS} | change
    with pytest.raises(AnalysisError) as caught:
        density_grid([1500.0], [2500.0], **given_)
    assert caught.value.missing == missing


@given(st.floats(1e-6, 1e9))
@settings(max_examples=200, deadline=None)
def test_nice_breaks_are_five_round_and_reach_the_maximum(maximum):
    breaks = nice_breaks(maximum)
    assert len(breaks) == 5
    assert all(low < high for low, high in itertools.pairwise(breaks))
    assert maximum / 2.5 * (1 - 1e-9) <= breaks[-1] <= maximum * (1 + 1e-9)


def test_nice_breaks_of_the_design():
    assert nice_breaks(1490) == (100, 200, 400, 700, 1000)
    assert nice_breaks(0.9) == (0.05, 0.1, 0.2, 0.35, 0.5)


def test_contours_are_valid_disjoint_and_follow_the_values(events):
    x, y, weights = events
    grid = density_grid(x, y, bandwidth_m=150, cell_m=10, bounds=BOUNDS, weights=weights)
    frame = grid.contours((100, 300, 500))
    assert list(frame["class"]) == [0, 1, 2]
    assert list(frame["upper"]) == [300, 500, np.inf]
    shapes = frame.geometry.to_numpy()
    assert frame.geometry.is_valid.all()
    assert shapely.union_all(shapes).area == pytest.approx(shapely.area(shapes).sum(), rel=1e-9)
    rng = np.random.default_rng(1)
    px, py = rng.uniform(1010, 2990, 2000), rng.uniform(2010, 3590, 2000)
    density = grid.at(px, py)
    clear = np.min(np.abs(density[:, None] - np.array([100, 300, 500])), axis=1) > 10
    wanted = np.digitize(density, [100, 300, 500]) - 1
    for number, shape in enumerate(shapes):
        inside = shapely.contains_xy(shape, px, py)
        assert (inside == (wanted == number))[clear].all()


def test_contours_reach_the_edge_of_the_grid():
    grid = DensityGrid(np.full((4, 6), 7.0), 0.0, 0.0, 10.0, 50.0)
    frame = grid.contours((5,))
    assert frame.geometry.iloc[0].area == pytest.approx(60 * 40)


def test_contours_where_cells_lie_exactly_on_a_limit_are_valid():
    values = np.kron([[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]], np.ones((1, 1))) * 10.0
    frame = DensityGrid(values, 0.0, 0.0, 1.0, 5.0).contours((10.0 / 2, 10.0))
    assert frame.geometry.is_valid.all()


def test_geotiff_reads_back_with_position_and_values(tmp_path, events):
    x, y, weights = events
    grid = density_grid(x, y, bandwidth_m=150, cell_m=20, bounds=BOUNDS, weights=weights)
    path = tmp_path / "density.tif"
    write_geotiff(path, grid, 7791)
    with tifffile.TiffFile(path) as file:
        page = file.pages[0]
        assert page.asarray() == pytest.approx(np.flipud(grid.values), rel=1e-6)
        assert page.tags[33550].value == (20.0, 20.0, 0.0)
        assert page.tags[33922].value == (0.0, 0.0, 0.0, 1000.0, 3600.0, 0.0)
        assert file.geotiff_metadata["ProjectedCSTypeGeoKey"] == 7791
        assert file.geotiff_metadata["GTRasterTypeGeoKey"] == 1
    assert [p.name for p in tmp_path.iterdir()] == ["density.tif"]


def test_geotiff_agrees_with_gdal(tmp_path, events):
    rasterio = pytest.importorskip("rasterio")
    x, y, weights = events
    grid = density_grid(x, y, bandwidth_m=150, cell_m=20, bounds=BOUNDS, weights=weights)
    path = tmp_path / "density.tif"
    write_geotiff(path, grid, 7791)
    with rasterio.open(path) as file:
        assert file.crs.to_epsg() == 7791
        assert tuple(file.bounds) == grid.bounds
        assert file.nodata == -9999
        values = [value[0] for value in file.sample([(1510, 2510), (2210, 3110)])]
    assert values == pytest.approx(grid.at([1510, 2210], [2510, 3110]), rel=1e-6)


def test_geotiff_in_a_folder_that_is_not_there(tmp_path):
    grid = DensityGrid(np.ones((2, 2)), 0.0, 0.0, 1.0, 5.0)
    with pytest.raises(FileError) as caught:
        write_geotiff(tmp_path / "absent" / "density.tif", grid, 7791)
    assert caught.value.problem is FileProblem.NOT_WRITABLE


def test_a_geotiff_never_takes_the_place_of_a_project(tmp_path):
    path = tmp_path / "progetto.tif"
    path.write_bytes(b"SQLite format 3\x00" + bytes(84))
    before = path.read_bytes()
    with pytest.raises(FileError) as caught:
        write_geotiff(path, DensityGrid(np.ones((2, 2)), 0.0, 0.0, 1.0, 5.0), 7791)
    assert caught.value.problem is FileProblem.EXISTS
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


@pytest.mark.realdata
def test_city_of_london_mass(realdata):
    import pandas as pd

    files = sorted((realdata / "crime" / "city-of-london").rglob("*.csv"))
    rows = pd.concat([pd.read_csv(file, usecols=["Longitude", "Latitude"]) for file in files])
    from maps.crs import transform_xy

    x, y = transform_xy(
        rows["Longitude"].dropna().to_numpy(), rows["Latitude"].dropna().to_numpy(), 4326, 32630
    )
    middle = np.median(x), np.median(y)
    near = (abs(x - middle[0]) < 1500) & (abs(y - middle[1]) < 1500)
    bounds = (middle[0] - 2000, middle[1] - 2000, middle[0] + 2000, middle[1] + 2000)
    grid = density_grid(x[near], y[near], bandwidth_m=150, cell_m=20, bounds=bounds)
    assert grid.values.sum(dtype=float) * 20**2 / 1e6 == pytest.approx(near.sum(), rel=1e-5)
    assert grid.contours().geometry.is_valid.all()
