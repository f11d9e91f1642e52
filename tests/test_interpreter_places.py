"""Who gets a sandbox when all are in use: the group that has the fewest, then who waited longest."""

import asyncio

import pytest

from interpreter.errors import InterpreterBusy
from interpreter.places import Places


def never():
    return False


async def settle():
    for _ in range(3):
        await asyncio.sleep(0)


def served_in_order(limit, holders, waiting, freed):
    """The names that get a place, in order, when those of `freed` are given up one after the other."""

    async def run():
        places, served = Places(limit, never), []

        async def wait(name, group):
            await places.take(name, group, 5)
            served.append(name)

        for name, group in holders:
            await places.take(name, group, 5)
        tasks = []
        for name, group in waiting:
            tasks.append(asyncio.create_task(wait(name, group)))
            await settle()
        for name in freed:
            places.free(name)
            places.hand_out()
            await settle()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return served

    return asyncio.run(run())


def test_the_group_with_the_fewest_places_comes_first():
    holders = [("a1", "a"), ("a2", "a"), ("b1", "b")]
    waiting = [("a3", "a"), ("a4", "a"), ("b2", "b"), ("c1", "c")]

    assert served_in_order(3, holders, waiting, ["a1", "b1", "c1"]) == ["c1", "b2", "a3"]


def test_within_a_group_who_waited_longest_comes_first():
    holders = [("a1", "a"), ("a2", "a")]

    assert served_in_order(2, holders, [("a3", "a"), ("a4", "a")], ["a1", "a2"]) == ["a3", "a4"]


def test_a_place_that_is_idle_is_taken():
    async def run():
        places = Places(1, lambda: places.free("idle") is None)
        await places.take("idle", "a", 1)
        await places.take("new", "a", 1)
        return "idle" in places, "new" in places, len(places)

    assert asyncio.run(run()) == (False, True, 1)


def test_who_waits_too_long_is_told_and_takes_nobodys_place():
    async def run():
        places = Places(1, never)
        await places.take("first", "a", 1)
        with pytest.raises(InterpreterBusy, match="all 1 sandboxes"):
            await places.take("second", "a", 0.01)
        places.free("first")
        await places.take("third", "a", 0.01)
        return "second" in places

    assert asyncio.run(run()) is False


def test_a_place_given_to_one_who_just_left_goes_to_the_next():
    async def run():
        places = Places(1, never)
        await places.take("first", "a", 1)
        leaving = asyncio.create_task(places.take("leaving", "a", 5))
        await settle()
        staying = asyncio.create_task(places.take("staying", "a", 5))
        await settle()
        places.free("first")
        places.hand_out()  # to the one that leaves, which does not know it yet
        leaving.cancel()
        await asyncio.wait({staying}, timeout=1)
        return staying.done(), "leaving" in places

    assert asyncio.run(run()) == (True, False)
