/*
 * `npm run learn …` 的入口，纯 Node，不经过 tsx：敲下命令到看见判词，每一毫秒都在读者眼前。
 *
 * 先看依赖装好没有（npm 为 prelearn 另开一个进程，光是那一步就要几十毫秒），
 * 再取出编译好的程序来运行；源文件一个字没改，就不必再编译。
 */
import '../tools/setup.mjs';
import { load } from './build.mjs';

const { run } = await load();
await run(process.argv.slice(2), process.env);
