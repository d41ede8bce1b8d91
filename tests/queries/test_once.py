"""What is worked out once is kept by its instance, and waits for no other one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from queries.once import once


class Slow:
    """``told`` waits until it may go on."""

    def __init__(self) -> None:
        self.may_go_on = Event()
        self.times = 0

    @once
    def told(self) -> int:
        """How often it was worked out."""
        assert self.may_go_on.wait(timeout=30)
        self.times += 1
        return self.times


def test_a_value_is_worked_out_once() -> None:
    slow = Slow()
    slow.may_go_on.set()
    assert [slow.told, slow.told, slow.times] == [1, 1, 1]
    assert Slow.told.__doc__ == "How often it was worked out."


def test_one_instance_does_not_wait_for_another() -> None:
    slow, quick = Slow(), Slow()
    quick.may_go_on.set()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: slow.told)
        assert quick.told == 1
        assert not waiting.done()
        slow.may_go_on.set()
        assert waiting.result() == 1
