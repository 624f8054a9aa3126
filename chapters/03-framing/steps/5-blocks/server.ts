// 说出每一块是什么、凑齐了哪几行的服务端：块是内核给的，行是解码器取的。
// 运行：npx tsx chapters/03-framing/steps/5-blocks/server.ts [端口] [地址]
import { createServer, type AddressInfo } from 'node:net';
import { LineDecoder, maxBytes } from '../../lines/decoder.ts';

const [port = '12000', host = '127.0.0.1'] = process.argv.slice(2);

const server = createServer((connection) => {
  const decoder = new LineDecoder(maxBytes);
  let blocks = 0;
  connection.on('error', (error) => console.error(error.message));
  connection.on('data', (chunk) => {
    blocks += 1;
    // 故意马上解码：断在半个字上的，在这里就坏了
    const alone = chunk.toString('utf8').replace('\n', '↵');
    console.log(`第 ${blocks} 块，${chunk.length} 字节，单独解码「${alone}」`);
    decoder.push(chunk, (line) => {
      console.log(`凑齐一行「${line.toString('utf8')}」`);
    });
  });
});
server.listen(Number(port), host, () => {
  const local = server.address() as AddressInfo;
  console.log(`正在监听 ${local.address}:${local.port}`);
});

process.once('SIGINT', () => process.exit(0));
