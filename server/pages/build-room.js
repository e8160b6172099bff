// React's own build for development is twice as large, and this is where bundlers look. So it is set before
// anything of theirs is loaded: that is why this file is JavaScript, and imports nothing else before.
process.env.NODE_ENV = 'production'
// What goes wrong is read in a log.
process.env.NO_COLOR = '1'
await import('./build-room.ts')
