import subprocess
import sys

SEARCH = """
import sys
from kilosol.grid import import_lean_cma
import_lean_cma()
import cma
assert not {"matplotlib", "scipy.stats"} & set(sys.modules), "imported beside the search"
search = cma.CMAEvolutionStrategy([1.0, 1.0], 0.5, {"seed": 1, "maxiter": 200, "verbose": -9})
while not search.stop():
    points = search.ask()
    search.tell(points, [sum(x * x for x in point) for point in points])
assert max(abs(search.result.xbest)) < 1e-4
import scipy.stats
"""


def test_the_search_is_imported_without_plots_and_statistics_and_those_stay_importable():
    done = subprocess.run([sys.executable, "-c", SEARCH], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
