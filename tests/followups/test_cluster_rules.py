"""Which problems many patients named: the thresholds' edges, and who counts how often."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.rules.clusters import FEWEST, Cluster, clusters
from followups.rules.table import STANDARD, RegisterTable


def said(*codes_of_patients):
    return [(patient, set(codes.split())) for patient, codes in enumerate(codes_of_patients)]


def found(*codes_of_patients, reached, table=STANDARD):
    many = clusters(said(*codes_of_patients), reached=reached, table=table)
    return {cluster.category: cluster.n for cluster in many}


@pytest.mark.parametrize(
    ("n", "reached", "is_many"),
    [
        (3, 500, True),  # three, however large the register
        (2, 500, False),
        (2, 41, False),  # 4.9 %
        (2, 40, True),  # 5 % to the point
        (2, 8, True),
        (1, 8, False),  # 12 %, and yet one person
        (1, 1, False),
        (2, 0, False),  # somebody spoke and nobody is on record as reached
        (3, 0, True),
        (0, 8, False),
    ],
)
def test_three_are_many_and_so_is_a_twentieth_but_never_one(n, reached, is_many):
    assert bool(found(*["WAIT"] * n, reached=reached)) == is_many


def test_what_is_only_other_is_no_problem_of_many():
    assert found(*["OTH WAIT"] * 5, reached=20) == {"WAIT": 5}


def test_the_thresholds_are_the_tables():
    strict = RegisterTable(cluster_from=5, cluster_share_percent=50)

    assert found(*["WAIT"] * 4, reached=100, table=strict) == {}
    assert found(*["WAIT"] * 5, reached=100, table=strict) == {"WAIT": 5}
    assert found(*["WAIT"] * 4, reached=8, table=strict) == {"WAIT": 4}


def test_a_patient_counts_once_for_a_category_however_often_they_name_it():
    opinions = [("a", {"ATT-LENG", "ATT-MAN"}), ("a", {"ATT"}), ("b", {"ATT"})]

    assert clusters(opinions, reached=100) == []
    assert clusters([*opinions, ("c", {"ATT-YING"})], reached=100) == [Cluster("ATT", 3, 100)]


def test_a_patient_who_names_two_categories_counts_for_both_and_what_is_unsorted_for_none():
    assert found("WAIT FEE", "WAIT FEE", "WAIT", "", "", reached=100) == {"WAIT": 3}


def test_the_most_named_comes_first_and_a_share_is_kept_as_its_two_numbers():
    many = clusters(said(*["FEE"] * 3, *["WAIT"] * 4, *["ENV"] * 3), reached=20)

    assert [cluster.category for cluster in many] == ["WAIT", "ENV", "FEE"]
    assert (many[0].n, many[0].reached, many[0].share) == (4, 20, 0.2)
    assert Cluster("WAIT", 3, 0).share is None


PATIENTS = st.integers(0, 9)
CODES = st.sets(st.sampled_from(["ATT", "ATT-LENG", "WAIT", "FEE"]))


@given(st.lists(st.tuples(PATIENTS, CODES), max_size=20), st.integers(0, 200), st.randoms())
def test_order_and_repetition_make_no_difference_and_one_person_is_never_many(
    opinions, reached, shuffler
):
    many = clusters(opinions, reached=reached)
    again = opinions * 2
    shuffler.shuffle(again)

    assert clusters(again, reached=reached) == many
    assert all(cluster.n >= FEWEST for cluster in many)
    assert all(cluster.n <= len({patient for patient, _codes in opinions}) for cluster in many)
