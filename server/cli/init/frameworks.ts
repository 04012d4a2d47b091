/** A web framework as `init` needs to know it. */
export interface Framework {
  title: string;
  /** Its package; the first one of the list that a project has is the one meant. */
  packageName: string;
  /** Path below which its apps mostly take webhooks. */
  hooks: string;
  /** Command that has to run before the app is started. */
  build?: string;
  /** How the bytes of a body are kept, which a signature is about. */
  rawBody: string;
}

/** Those that build on others stand before them. */
export const frameworks: readonly Framework[] = [
  {
    title: 'Nest',
    packageName: '@nestjs/core',
    hooks: '/webhooks',
    build: 'npm run build',
    rawBody: 'NestFactory.create(AppModule, { rawBody: true }), then request.rawBody',
  },
  {
    title: 'Next',
    packageName: 'next',
    hooks: '/api/webhooks',
    build: 'npm run build',
    rawBody: 'await request.text() in the route handler, before JSON.parse',
  },
  {
    title: 'Fastify',
    packageName: 'fastify',
    hooks: '/webhooks',
    rawBody: "app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => done(null, body))",
  },
  {
    title: 'Koa',
    packageName: 'koa',
    hooks: '/webhooks',
    rawBody: 'ctx.request.rawBody of koa-bodyparser, or the chunks of ctx.req',
  },
  {
    title: 'Express',
    packageName: 'express',
    hooks: '/webhooks',
    rawBody: "app.use('/webhooks', express.raw({ type: () => true })), before express.json()",
  },
];
