/* `npm start`：在本机打开这门课的网页，并告诉读者接下来做什么。 */
import { createServer } from 'vitepress';

const server = await createServer(process.cwd(), { host: '127.0.0.1' });
await server.listen();
const [address] = server.resolvedUrls.local;

console.log(`
  《套接字编程》

  网页：${address}        （按 Ctrl-C 停下）

  接下来：
    1. 在浏览器里打开上面的地址，从「怎样学」读起。
    2. 另开两个终端，分别运行一对程序：
         npx tsx chapters/01-udp/server.ts
         npx tsx chapters/01-udp/client.ts
    3. 读完一章，做它的练习：
         npm run learn check 01-udp/1
`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    console.log('\n正在停下……');
    server.close().finally(() => process.exit(0));
  });
}
