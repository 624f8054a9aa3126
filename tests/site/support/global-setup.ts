// 构建一次网站，用 VitePress 自己的预览服务器（带 gzip）在任意端口上提供。

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { serve } from 'vitepress';
import { site } from '../../../.vitepress/site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** 网站的根，末尾没有斜杠：`http://127.0.0.1:端口/base` */
    origin: string;
  }
}

const buildTimeoutMs = 180_000;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build();
  const server = (await serve({ port: 0 })).server as Server;
  const { port } = server.address() as AddressInfo;
  project.provide('origin', `http://127.0.0.1:${port}${site.base.replace(/\/$/, '')}`);
  return () => new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}

/** 在另一个进程里构建：vitest 设的 NODE_ENV=test 会改变构建的结果。 */
async function build(): Promise<void> {
  const { NODE_ENV: _, ...env } = process.env;
  const vitepress = join(dirname(createRequire(import.meta.url).resolve('vitepress/package.json')), 'bin/vitepress.js');
  try {
    await promisify(execFile)(process.execPath, [vitepress, 'build'], { env, timeout: buildTimeoutMs, maxBuffer: 1 << 24 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`网站构建失败：\n${stdout}\n${stderr}`);
  }
}
