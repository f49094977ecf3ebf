/*
 * Constant programs that run inside of the vLLM container. Values reach them as arguments, never by pasting. They need
 * python3 and a shell, which every vLLM image has.
 */

/**
 * How python3 runs these programs: isolated, since the environment of the container is the user's. It obeys no PYTHONPATH
 * or PYTHONSTARTUP and imports nothing from the working directory.
 */
export const isolatedPython = ['python3', '-I', '-c'] as const;

// what the environment says of proxies would send questions to ourselves elsewhere
const directly = 'urllib.request.build_opener(urllib.request.ProxyHandler({}))';

/** Succeeds when a path of the server answers. Arguments: path, seconds. */
export const healthScript = `import sys, urllib.request
try:
    ${directly}.open("http://127.0.0.1:8080" + sys.argv[1], timeout=float(sys.argv[2]))
except OSError as error:
    sys.exit(f"{sys.argv[1]}: {error}")`;

/**
 * Waits until no request runs or waits, so that stopping the server cuts nobody off. Works with every vLLM version;
 * \`--shutdown-timeout\` does not. Argument: the longest wait in seconds.
 *
 * Only a gauge that stands at zero means that nothing runs. Where there is none (\`--disable-log-stats\`, or an answer that
 * does not come) it waits to the end and says so in the log of the server. Only a port where nobody listens ends the wait.
 */
export const drainScript = `import re, sys, time, urllib.request
wait = float(sys.argv[1])
end = time.monotonic() + wait
opener = ${directly}
gauge = re.compile(r"^vllm:num_requests_(?:running|waiting)(?:\\{.*\\})? ([0-9.eE+]+)\\s*$", re.M)

def say(text):
    # what a hook prints is lost; the log of the container is that of its first process
    try:
        with open("/proc/1/fd/2", "w") as log:
            print(f"drain: {text}", file=log)
    except OSError:
        pass

def left():
    return end - time.monotonic()

def requests():
    """How many run or wait; None where that is not known."""
    with opener.open("http://127.0.0.1:8080/metrics", timeout=max(0.1, min(5, left()))) as answer:
        counts = gauge.findall(answer.read().decode("utf-8", "replace"))
    return sum(float(count) for count in counts) if counts else None

# clients may still be sent here until every node knows that the Pod is leaving
time.sleep(min(5, wait))
unknown = False
while left() > 0:
    try:
        count, reason = requests(), "/metrics has no vllm:num_requests_running"
    except Exception as error:
        if isinstance(getattr(error, "reason", error), ConnectionRefusedError):
            break
        count, reason = None, f"/metrics: {error}"
    if count == 0:
        break
    if count is None and not unknown:
        unknown = True
        say(f"{reason}, so nobody knows whether requests run; waiting {wait:g} s to the end")
    time.sleep(max(0, min(1, left())))`;

/** Starts the server. What it has in memory, prompts and weights, is not to come onto the disk of the node when it aborts. */
export const startScript = `ulimit -c 0
exec vllm serve "$@"`;

/**
 * Starts the server with the API key of a mounted file. vLLM takes a key by argument, which older versions log, or by
 * environment: this one exists inside of the container only and is not part of the Pod's specification.
 */
export const apiKeyScript = `VLLM_API_KEY="$(cat /run/secrets/vllm/api-key)"
[ -n "$VLLM_API_KEY" ] || { echo "the API key in the Secret is empty" >&2; exit 1; }
export VLLM_API_KEY
${startScript}`;
