// 教程的 Markdown：在 VitePress 的语法之上，加了几样。每一样一个文件。

import type { MarkdownOptions, MarkdownRenderer } from 'vitepress';
import { codeTheme, inkTransformer } from './code-theme.ts';
import { hoverPlugin, hoverTransformer } from './hovers.ts';
import { plantumlPlugin } from './plantuml.ts';
import { predictPlugin } from './predict.ts';
import { softbreakPlugin } from './softbreak.ts';
import { stepPlugin, stepTransformer } from './steps.ts';
import { svgFigurePlugin } from './svg-figure.ts';
import { transcriptPlugin } from './transcript.ts';
import { permalink } from './permalink.ts';

export const markdown: MarkdownOptions = {
  theme: codeTheme,
  languages: ['ts', 'sh', 'python'],
  codeTransformers: [hoverTransformer, inkTransformer, stepTransformer],
  snippet: { stripRegionMarkers: 'all' },
  anchor: { permalink },
  codeCopyButton: { tooltipText: '复制代码', copiedText: '已复制' },
  container: {
    tipLabel: '提示',
    infoLabel: '说明',
    noteLabel: '附注',
    warningLabel: '注意',
    dangerLabel: '当心',
    importantLabel: '要点',
    cautionLabel: '当心',
    detailsLabel: '展开',
    customContainers: { predict: '先猜再跑', fault: '预期失败', exercise: '练习' },
  },
  // 不用 preConfig：它让两处同时创建的渲染器互相覆盖，插件会装上两遍。
  config(md: MarkdownRenderer) {
    hoverPlugin(md);
    softbreakPlugin(md);
    stepPlugin(md);
    plantumlPlugin(md);
    transcriptPlugin(md);
    svgFigurePlugin(md);
    predictPlugin(md);
  },
};
