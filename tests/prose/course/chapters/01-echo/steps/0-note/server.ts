// 笔记里的样子。
// 运行：npx tsx chapters/01-echo/steps/0-note/server.ts
import { createSocket } from 'node:dgram';

createSocket('udp4').bind(12000);
