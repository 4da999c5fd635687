"""What is measured: each row a statement, run with `module` being one in C and one in Rust.

A row has the names that its module must have; without them it is pending.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    statement: str
    # Run before, in the same namespace.
    setup: str
    # What the module in question has to have.
    needs: tuple[str, ...]
    # Without it, a row is only for information: there is no ratio to reach.
    compared: bool = True


ROWS = [
    Row("no argument", "f()", "f = module.nothing", ("nothing",)),
    Row("one bytes argument", "f(data)", "f = module.length; data = b'bytes'", ("length",)),
    Row("two keywords", "f(a=1, b=2)", "f = module.total", ("total",)),
    Row("a raise", "try: f()\n@except ValueError: pass", "f = module.refuse", ("refuse",)),
    Row("method, no argument", "o.nothing()", "o = module.Cost()", ("Cost",)),
    Row("method, one argument", "o.length(data)", "o = module.Cost(); data = b'bytes'", ("Cost",)),
    Row("attribute, by a getter", "o.value", "o = module.Cost()", ("Cost",)),
    Row("attribute, by PyMemberDef", "o.member", "o = module.Cost()", ("Cost", "Cost.member"),
        compared=False),
    Row("making an instance", "C()", "C = module.Cost", ("Cost",)),
]

# How often a statement stands in the body of the loop, so that the loop itself does not count.
UNROLLED = 20


def is_there(row, module):
    for path in row.needs:
        found = module
        for name in path.split("."):
            found = getattr(found, name, None)
        if found is None:
            return False
    return True


def loop(row, module):
    """A function that runs the row's statement `UNROLLED * n` times."""
    namespace = {"module": module}
    exec(row.setup, namespace)
    names = [name for name in namespace if name not in ("module", "__builtins__")]
    body = "\n".join(f"        {line.removeprefix('@')}"
                     for _ in range(UNROLLED) for line in row.statement.splitlines())
    # Local variables, so that it is the call that is measured and not the look-up of its name.
    source = (f"def make({', '.join(names)}):\n"
              f"  def run(n, {', '.join(f'{name}={name}' for name in names)}):\n"
              f"    for _ in range(n):\n{body}\n"
              f"  return run")
    exec(source, namespace)
    return namespace["make"](**{name: namespace[name] for name in names})
