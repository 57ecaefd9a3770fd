export function packageFiles(folder: string): string[];
