"""Makes PyPI's torch, which is built for CUDA, run on a machine without CUDA and without the nvidia-* packages.

usage: cuda_stand_ins.py SITE_PACKAGES

PyPI has no CPU build of torch. The CUDA half of it (half a gigabyte) is removed, and for every library of CUDA that
the rest still names a stand-in is compiled, which defines the wanted symbols and does nothing. libcudart is not stood
in for: the real one, a few megabytes, gives the right answer that there is no device. Nor is the driver's
libcuda.so.1, whose absence says so.

Tied to the torch that the requirements pin, on x86-64: another one may want other symbols.
"""
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

REMOVED = ("libtorch_cuda.so", "libtorch_cuda_linalg.so", "libtorch_nvshmem.so")
OF_THE_SYSTEM = re.compile(r"lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s)\.so|ld-linux|libcuda\.so\.1$")
# C libraries whose symbols bear no version
PREFIXES = {"libcudnn.so.9": "cudnn", "libnccl.so.2": "nccl", "libcupti.so.13": "cupti", "libcufile.so.0": "cuFile"}
# made once, as a default argument, while torch is imported
NCCL_OPTIONS_CONSTRUCTOR = "_ZN4c10d16ProcessGroupNCCL7OptionsC"

Symbol = collections.namedtuple("Symbol", "name kind size version")


def readelf(*arguments):
    return subprocess.run(("readelf", "-W", *arguments), check=True, capture_output=True, text=True).stdout


def needed_libraries(library):
    return re.findall(r"NEEDED.*\[(.*?)\]", readelf("-d", str(library)))


def dynamic_symbols(library):
    """The symbols that a library wants of others, weak ones aside, and those that it defines."""
    wanted, defined = [], []
    for line in readelf("--dyn-syms", str(library)).splitlines():
        columns = line.split()
        if len(columns) < 8 or not re.fullmatch(r"\d+:", columns[0]):
            continue
        size, kind, binding, section, full_name = columns[2], columns[3], columns[4], columns[6], columns[7]
        name, _, version = full_name.partition("@")
        symbol = Symbol(name, kind, int(size, 0), version.lstrip("@") or None)
        if section != "UND":
            defined.append(symbol)
        elif binding != "WEAK":
            wanted.append(symbol)
    return wanted, defined


def remove_cuda_half(libraries):
    """Deletes it and answers what it defined."""
    gone = {}
    for name in REMOVED:
        for symbol in dynamic_symbols(libraries / name)[1]:
            gone.setdefault(symbol.name, symbol)
        (libraries / name).unlink()
    return gone


def owner(symbol, missing, gone):
    """The missing library that a wanted symbol belongs to."""
    if symbol.version:
        return next((m for m in missing if symbol.version.startswith(m) or m.startswith(symbol.version)), None)
    if symbol.name in gone:
        return "libtorch_cuda.so"
    return next((m for m in missing if m in PREFIXES and symbol.name.startswith(PREFIXES[m])), None)


def assembly_of(symbol):
    name, size = symbol.name, symbol.size
    if name.startswith("_ZTI"):
        # a plain type_info with its name in it: pybind11 reads it
        return (
            f".data\n.globl {name}\n.type {name},@object\n.size {name},{max(size, 16)}\n.balign 32\n"
            f"{name}: .quad _ZTVN10__cxxabiv117__class_type_infoE+16\n.quad 1f\n.zero {max(size, 16) - 16}\n"
            f'.section .rodata\n1: .asciz "{name[4:]}"'
        )
    if symbol.kind == "OBJECT":
        return (
            f".data\n.globl {name}\n.type {name},@object\n.size {name},{max(size, 8)}\n.balign 32\n"
            f"{name}: .zero {max(size, 8)}"
        )
    # C functions answer 100, cudaErrorNoDevice. C++ ones answer the address of zeroes whose last byte is zero:
    # "false" as a bool, and somewhere to read and write as a reference
    answer = "leaq zeroes(%rip),%rax" if name.startswith("_Z") else "movl $100,%eax"
    return f".text\n.globl {name}\n.type {name},@function\n{name}: {answer}\n ret"


def nccl_options(constructor):
    """Gives the object the vtable that pybind11 reads and zeroes that the end of the process may destroy."""
    return (
        "#include <malloc.h>\n#include <string.h>\n"
        'extern char vtable[] __asm__("_ZTVN4c10d16ProcessGroupNCCL7OptionsE");\n'
        f'void construct(void **it) __asm__("{constructor}");\n'
        "void construct(void **it) { memset(it, 0, malloc_usable_size(it)); it[0] = vtable + 16; }"
    )


def compile_stand_in(target, symbols):
    assembly = [".bss\n.balign 4096\nzeroes: .zero 4096", '.section .note.GNU-stack,"",@progbits']
    source = ["extern int unused;"]
    versions = collections.defaultdict(list)
    for symbol in symbols:
        if symbol.name.startswith(NCCL_OPTIONS_CONSTRUCTOR):
            source.append(nccl_options(symbol.name))
            continue
        assembly.append(assembly_of(symbol))
        if symbol.version:
            versions[symbol.version].append(symbol.name)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "functions.s").write_text("\n".join(assembly) + "\n")
        (folder / "objects.c").write_text("\n".join(source) + "\n")
        # stripped: else it would name the temporary files of this compilation
        command = ["gcc", "-shared", "-fPIC", "-s", "-Wl,--build-id=none", f"-Wl,-soname,{target.name}"]
        command += ["-o", str(target)]
        # by its file: a machine without a C++ compiler has the library all the same
        command += [str(folder / "objects.c"), str(folder / "functions.s"), "-l:libstdc++.so.6"]
        if versions:
            script = "".join(f"{version} {{ global: {'; '.join(names)}; }};\n" for version, names in versions.items())
            (folder / "versions").write_text(script)
            command.append(f"-Wl,--version-script,{folder / 'versions'}")
        subprocess.run(command, check=True)


def main(site):
    libraries = site / "torch/lib"
    gone = remove_cuda_half(libraries)
    kept = sorted(libraries.glob("*.so*")) + sorted((site / "torch").glob("_C*.so"))
    present = {path.name for path in kept} | {path.name for path in (site / "nvidia").rglob("*.so*")}

    missing, wanted, defined = set(), {}, set()
    for library in kept:
        missing |= {name for name in needed_libraries(library) if name not in present and not OF_THE_SYSTEM.match(name)}
        its_wanted, its_defined = dynamic_symbols(library)
        defined |= {symbol.name for symbol in its_defined}
        for symbol in its_wanted:
            wanted.setdefault(symbol.name, symbol)

    symbols = collections.defaultdict(list)
    for symbol in wanted.values():
        if symbol.name in defined:
            continue
        library = owner(symbol, sorted(missing), gone)
        if library == "libtorch_cuda.so":
            symbols[library].append(gone[symbol.name])
        elif library:
            symbols[library].append(symbol._replace(kind="FUNC"))
    for name in sorted(missing):
        compile_stand_in(libraries / name, symbols[name])
        print(f"{name}: {len(symbols[name])} symbols")


main(pathlib.Path(sys.argv[1]))
