"""A property that is worked out once."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

_Value = TypeVar("_Value")


class once(Generic[_Value]):
    """A property whose value is worked out when it is first asked for, and kept in the instance.

    Unlike ``functools.cached_property`` of Python 3.11, it holds no lock, which all instances of a
    class share there: while a question is under way for one viewer, others ask theirs. Two threads
    that ask one instance at the same time may both work it out.
    """

    def __init__(self, work_out: Callable[[Any], _Value]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> _Value: ...

    def __get__(self, instance: object | None, owner: type) -> Self | _Value:
        """The value, which stands in the instance's own attributes from now on."""
        if instance is None:
            return self
        value = self._work_out(instance)
        vars(instance)[self._name] = value
        return value
