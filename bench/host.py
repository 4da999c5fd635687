"""The machine that measures: what a number is worth nothing without."""

import datetime
import os
import platform
import subprocess


def quiet_cpu():
    """A processor for the workers; the last one has the fewest interrupts, as a rule."""
    try:
        return max(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return None


def facts(repository):
    return {
        "cpu": cpu_model(), "simd": simd(), "processors": os.cpu_count(), "machine": platform.machine(),
        "kernel": f"{platform.system()} {platform.release()}",
        "governor": first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        "load": round(os.getloadavg()[0], 2),
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": output("git", "-C", str(repository), "describe", "--always", "--dirty"),
        "rustc": output("rustc", "--version"),
        "cc": (output("cc", "--version") or "").partition("\n")[0],
    }


def cpu_model():
    try:
        with open("/proc/cpuinfo") as lines:
            for line in lines:
                name, _, value = line.partition(":")
                if name.strip() in ("model name", "Model", "cpu model", "uarch"):
                    return value.strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def simd():
    """The extensions of the instruction set that a codec may choose by."""
    known = ("ssse3", "sse4_1", "avx2", "avx512bw", "avx512vbmi", "vpclmulqdq", "asimd", "pmull", "crc32")
    try:
        with open("/proc/cpuinfo") as lines:
            for line in lines:
                name, _, value = line.partition(":")
                if name.strip() in ("flags", "Features"):
                    return [word for word in known if word in value.split()]
    except OSError:
        pass
    return []


def first_line(path):
    try:
        with open(path) as file:
            return file.readline().strip()
    except OSError:
        return None


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
