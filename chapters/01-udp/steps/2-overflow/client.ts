// 一口气寄出一千个报文，每个一千字节。
// 运行：npx tsx chapters/01-udp/steps/2-overflow/client.ts
import { createSocket } from 'node:dgram';

const serverPort = Number(process.argv[2] ?? 12000);
const datagramCount = 1000;
const datagram = Buffer.alloc(1000, 'a');
const client = createSocket('udp4');
let accepted = 0;
let refused = 0;

for (let sent = 0; sent < datagramCount; sent += 1) {
  client.send(datagram, serverPort, '127.0.0.1', (error) => {
    if (error) refused += 1;
    else accepted += 1;
    if (accepted + refused < datagramCount) return;
    console.log(`寄出 ${accepted} 个报文，报错 ${refused} 个`);
    client.close();
  });
}
