"""Which modules a Python script can come to import, found without running it.

What counts is every import statement wherever it stands, import_module() and __import__() of a
literal name, what C code imports by name, and what the interpreter imports to start. It is an upper bound:
an import that another platform makes is in it as well. What no reading can find (a name that is made up
at run time) is found by running the script and comparing: see `imported`.
"""

import ast
import importlib.machinery
import pathlib
import re
import subprocess
import sys

# What C code calls to import, with the name as a literal.
C_IMPORT = re.compile(r'(?:PyImport_Import\w*|_?PyImport_GetModuleAttrString|_PyImport_GetModuleAttr\w*'
                      r'|_PyImport_GetOptionalModuleAttr\w*)\s*\(\s*"([\w.]+)"')

# Prints what is in sys.modules when a program ends, for every process that sees the variable.
HOOK = """
import atexit, os, sys
def _say():
    with open(os.environ["CLOSURE_LOG"], "a") as log:
        log.write("".join(name + "\\n" for name in list(sys.modules)))
atexit.register(_say)
"""


class Closure:
    """The modules that can be reached, and from where each was first."""

    def __init__(self, path, tree=None):
        """`path` is where modules are looked for; `tree`, CPython's source, has those in C."""
        self.path = [str(folder) for folder in path]
        self.tree = tree
        self.reached = {}
        # Of each module that is not there: who imports it without being ready for that.
        self.missing = {}
        self.todo = []

    def add_script(self, file):
        file = pathlib.Path(file)
        self.scan(file.read_bytes(), str(file), "__main__", is_package=False)
        self.run()

    def add(self, *names, why="the interpreter"):
        for name in names:
            self.reach(name, why)
        self.run()

    def run(self):
        while self.todo:
            name, spec = self.todo.pop()
            if spec.origin and spec.origin.endswith(".py"):
                is_package = spec.submodule_search_locations is not None
                self.scan(pathlib.Path(spec.origin).read_bytes(), name, name, is_package)
            else:
                for imported in c_imports(self.tree, name):
                    self.reach(imported, f"{name} (C)")

    def reach(self, name, why, guarded=False):
        """Note that `why` imports `name`; false if there is no such module."""
        parent = name.rpartition(".")[0]
        if parent and not self.reach(parent, why, guarded):
            return False
        if name in self.reached:
            return True
        spec = self.find(name, parent)
        if spec is None:
            self.missing.setdefault(name, set()).update(() if guarded else (why,))
            return False
        self.reached[name] = why
        self.todo.append((name, spec))
        return True

    def find(self, name, parent):
        if parent:
            spec = self.find(parent, parent.rpartition(".")[0])
            path = spec and spec.submodule_search_locations
            return importlib.machinery.PathFinder.find_spec(name, path) if path else None
        # A frozen module has a file in Lib as well, which is what can be read.
        return (importlib.machinery.BuiltinImporter.find_spec(name)
                or importlib.machinery.PathFinder.find_spec(name, self.path)
                or importlib.machinery.FrozenImporter.find_spec(name))

    def scan(self, source, why, name, is_package):
        package = name if is_package else name.rpartition(".")[0]
        for node, guarded in imports(ast.parse(source), False):
            match node:
                case ast.Import():
                    for alias in node.names:
                        self.reach(alias.name, why, guarded)
                case ast.ImportFrom():
                    base = absolute(package, node.level, node.module)
                    if base and self.reach(base, why, guarded):
                        for alias in node.names:
                            # A name may be a module, or only something in one.
                            part = f"{base}.{alias.name}"
                            if self.find(part, base):
                                self.reach(part, why, guarded)
                case ast.Call():
                    self.reach(node.args[0].value, why, guarded)


def imports(node, guarded):
    """The import statements and calls below `node`, and whether an ImportError there is caught."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        # It is run when it is called, where nothing is caught.
        guarded = False
    match node:
        case ast.Import() | ast.ImportFrom():
            yield node, guarded
        case ast.Call(func=ast.Name(id="__import__" | "import_module")
                      | ast.Attribute(attr="import_module" | "__import__"),
                      args=[ast.Constant(value=str()), *_]):
            yield node, guarded
    if isinstance(node, ast.Try):
        ready = guarded or any(catches(handler.type) for handler in node.handlers)
        for child in node.body:
            yield from imports(child, ready)
        rest = [*node.handlers, *node.orelse, *node.finalbody]
    else:
        rest = ast.iter_child_nodes(node)
    for child in rest:
        yield from imports(child, guarded)


def catches(kind):
    """Does `except kind` catch what a missing module raises?"""
    match kind:
        case None | ast.Name(id="ImportError" | "ModuleNotFoundError" | "Exception" | "BaseException"):
            return True
        case ast.Tuple(elts=kinds):
            return any(map(catches, kinds))
    return False


def absolute(package, level, module):
    """The module that `from ..module import` in `package` means."""
    if not level:
        return module
    for _ in range(level - 1):
        package = package.rpartition(".")[0]
    return ".".join(filter(None, (package, module)))


def c_imports(tree, name):
    """What the C code of the module `name` imports by a literal name."""
    if tree is None:
        return set()
    last = name.lstrip("_")
    files = set()
    for stem in {name, last, f"_{last}"}:
        for folder in ("Modules", "Python", "Objects"):
            files |= {file for file in (tree / folder / f"{stem}.c", tree / folder / f"{stem}module.c")
                      if file.is_file()}
        files |= set((tree / "Modules" / stem).glob("**/*.c"))
    texts = (file.read_text(errors="replace") for file in files)
    return {imported for text in texts for imported in C_IMPORT.findall(text)}


def imported(command, log, **options):
    """Run `command`, whose first word is a Python; everything that it and its children imported."""
    folder = log.parent / "hook"
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(HOOK)
    log.unlink(missing_ok=True)
    environment = {**options.pop("env"), "PYTHONPATH": str(folder), "CLOSURE_LOG": str(log)}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, errors="replace", **options)
    names = set(log.read_text().split()) if log.exists() else set()
    # Not the script itself, as it is called here and in multiprocessing's children, nor what listens.
    return done, names - {"__main__", "__mp_main__", "sitecustomize"}


def of_start():
    """What this interpreter has imported when a program begins."""
    script = "import sys; print(*sys.modules)"
    names = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    return set(names.stdout.split()) - {"__main__"}
