/** 连着记十条进度；测试同时启动几个，看会不会互相盖掉。 */
import { Progress } from '../../../learn/files/progress.ts';

const [folder, writer] = process.argv.slice(2) as [string, string];
const progress = new Progress(folder);
for (let index = 0; index < 10; index += 1) {
  const trouble = progress.pass(`0${writer}-x/${index}-y`, '9f86d081884c7d65');
  if (trouble) throw new Error(trouble);
}
