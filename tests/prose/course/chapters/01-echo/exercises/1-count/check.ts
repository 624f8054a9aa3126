// 判错时叫人去看的那一节。
export const section = '/01-echo/#exercise-1';
