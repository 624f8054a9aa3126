/** 页面里的 `play` 在 Node 里的样子：用法相同，只换 engine。 */
import { Lab, type LabProcess } from '../../../lab/index.ts';
import { nodeEngine } from '../../../lab/process/node-engine.ts';
import { judge, type Scene } from './scene.ts';

export async function playInNode(scene: Scene): Promise<{ stdout: string[]; hash: string }> {
  const lab = new Lab({ seed: scene.seed ?? 1, engine: nodeEngine() });
  for (const [name, addresses] of Object.entries(scene.hosts)) lab.addHost(name, addresses);
  if (scene.links) lab.setLinks(scene.links);
  if (scene.careful) lab.intervene((_packet, id) => judge(id));
  const processes: LabProcess[] = [];
  for (const program of scene.programs) processes.push(await lab.start(program));
  for (const [index, { input }] of scene.programs.entries()) if (input !== undefined) processes[index]!.type(input);
  if (scene.interruptAtMs !== undefined) {
    await lab.run({ until: scene.interruptAtMs * 1000 });
    for (const process of processes) process.signal();
  }
  const stopWhen = scene.careful ? () => processes.every((process) => process.exit) : undefined;
  await lab.run({ until: (scene.untilMs ?? 600_000) * 1000, ...(stopWhen && { stopWhen }) });
  return { stdout: processes.map((process) => process.stdout), hash: lab.traceHash };
}
