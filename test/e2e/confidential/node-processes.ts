import type { ClusterNode } from '../cluster';

/** A process of a container as the node sees it. */
export interface NodeProcess {
  readonly pid: number;
  /** Its number within the container. */
  readonly innerPid: number;
  readonly command: string;
}

// $1: the container's id, which is the name of its cgroup
const listing = String.raw`
for folder in /proc/[0-9]*; do
  grep -qs "$1" "$folder/cgroup" || continue
  inner=$(grep -s '^NSpid:' "$folder/status") || continue
  printf '%s\t%s\t%s\n' "${'$'}{folder#/proc/}" "${'$'}{inner##*[!0-9]}" "$(tr '\0' ' ' < "$folder/cmdline" | tr '\n' ' ')"
done
`;

/** What the node knows of the processes of Pods, whatever happens inside of them. */
export class NodeProcesses {
  constructor(private readonly node: ClusterNode) {}

  async ofContainer(id: string): Promise<NodeProcess[]> {
    const text = await this.sh(listing, id);
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [pid, innerPid, command = ''] = line.split('\t');
        return { pid: Number(pid), innerPid: Number(innerPid), command };
      });
  }

  /** Some of the processes may have ended by themselves; where all have, it throws. */
  async signal(name: 'TERM' | 'KILL' | 'STOP' | 'CONT', pids: readonly number[]): Promise<void> {
    const script = 'signal=$1; shift; sent=; for pid; do kill -s "$signal" "$pid" && sent=1; done; [ "$sent" ]';
    await this.sh(script, name, ...pids.map(String));
  }

  /** Lines of the mounts of a process; of the node itself without one. */
  async mounts(pid: number | 'self' = 'self'): Promise<string[]> {
    const text = await this.sh('cat "/proc/$1/mountinfo"', String(pid));
    return text.split('\n').filter(Boolean);
  }

  async sh(script: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.node.run('/bin/sh', ['-c', script, 'node', ...args], {
      timeoutSeconds: 60,
    });
    if (code !== 0) throw new Error(`on the node: ${script.trim()} ended with ${code}: ${stderr}`);
    return stdout;
  }
}
