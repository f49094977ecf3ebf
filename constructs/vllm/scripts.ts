/*
 * Constant programs that run inside of the vLLM container. Values reach them as arguments, never by pasting. They need
 * python3 and a shell, which every vLLM image has.
 */

/** Succeeds when a path of the server answers. Arguments: path, seconds. */
export const healthScript = `import sys, urllib.request
try:
    urllib.request.urlopen("http://127.0.0.1:8080" + sys.argv[1], timeout=float(sys.argv[2]))
except OSError as error:
    sys.exit(f"{sys.argv[1]}: {error}")`;

/**
 * Waits until no request runs or waits, so that stopping the server cuts nobody off. Works with every vLLM version;
 * \`--shutdown-timeout\` does not. Argument: the longest wait in seconds.
 */
export const drainScript = `import re, sys, time, urllib.request
end = time.monotonic() + float(sys.argv[1])
# clients may still be sent here until every node knows that the Pod is leaving
time.sleep(min(5, float(sys.argv[1])))
busy = re.compile(r"^vllm:num_requests_(?:running|waiting)(?:\\{.*\\})? ([0-9.e+]+)$", re.M)
while time.monotonic() < end:
    try:
        metrics = urllib.request.urlopen("http://127.0.0.1:8080/metrics", timeout=5).read().decode()
    except OSError:
        break
    if sum(float(count) for count in busy.findall(metrics)) == 0:
        break
    time.sleep(1)`;

/**
 * Starts the server with the API key of a mounted file. vLLM takes a key by argument, which older versions log, or by
 * environment: this one exists inside of the container only and is not part of the Pod's specification.
 */
export const apiKeyScript = `VLLM_API_KEY="$(cat /run/secrets/vllm/api-key)"
[ -n "$VLLM_API_KEY" ] || { echo "the API key in the Secret is empty" >&2; exit 1; }
export VLLM_API_KEY
exec vllm serve "$@"`;
