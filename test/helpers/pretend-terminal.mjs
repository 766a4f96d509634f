// Loaded before the program by NODE_OPTIONS=--import: standard input and error are a terminal's, so that it asks.
process.stdin.isTTY = true;
process.stderr.isTTY = true;
process.stderr.getWindowSize = () => [80, 24];
