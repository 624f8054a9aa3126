/** 在实验室里演一个抓包的场景，返回走过的报文。 */
import { compileModule } from '../../../lab/compile.ts';
import { Lab, MILLISECOND, type Intervention } from '../../../lab/index.ts';
import { formatFlags } from '../../../lab/kernel/packet.ts';
import { nodeEngine } from '../../../lab/process/node-engine.ts';
import { linesOfTrace } from './lines.ts';
import { ONE_WAY_MS, type Drop, type Scenario } from './scenarios.ts';

export async function playInLab(scenario: Scenario, prepare: (lab: Lab) => void = () => {}): Promise<string[]> {
  const lab = new Lab({ seed: 1, engine: nodeEngine() });
  lab.addHost('a', ['10.0.0.1']);
  lab.addHost('b', ['10.0.0.2']);
  lab.setLinks({ delay: ONE_WAY_MS * MILLISECOND });
  if (scenario.drop) lab.intervene(dropper(scenario.drop));
  prepare(lab);
  if (scenario.server) {
    await lab.start({ host: 'b', entry: 'server.mjs', modules: [compileModule('server.mjs', scenario.server)] });
    await lab.runFor(50);
  }
  await lab.start({ host: 'a', entry: 'client.mjs', modules: [compileModule('client.mjs', scenario.client)] });
  // 不用等完 TIME_WAIT 的 60 秒：录的时候也没有等
  await lab.run({ until: 20_000 * MILLISECOND });
  lab.close();
  return linesOfTrace(lab.trace);
}

function dropper({ from, flags, data, count }: Drop): Intervention {
  let left = count;
  const address = from === 'a' ? '10.0.0.1' : '10.0.0.2';
  return (packet) => {
    const matches = packet.protocol === 'tcp' && packet.source.address === address && formatFlags(packet.flags) === flags;
    if (!matches || packet.payload.length > 0 !== data || left === 0) return undefined;
    left -= 1;
    return { drop: true };
  };
}
