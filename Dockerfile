# syntax=docker/dockerfile:1
# The stage as an image: docker build -t paystage . && docker run -p 127.0.0.1:4747:4747 -e PAYSTAGE_TOKEN=rehearsal paystage

FROM node:22-alpine AS package
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm pack --pack-destination /package

FROM node:22-alpine AS install
WORKDIR /app
COPY --from=package /package/ /package/
RUN echo '{"private":true}' > package.json \
  && npm install --omit=dev --no-audit --no-fund /package/paystage-*.tgz

FROM node:22-alpine
ENV NODE_ENV=production \
  # In a container loopback reaches nobody. Beyond it, the stage asks for PAYSTAGE_TOKEN.
  PAYSTAGE_HOST=0.0.0.0 \
  # The name in links for browsers; more names, such as that of the service, are added between commas.
  PAYSTAGE_ALLOW_HOST=localhost \
  PAYSTAGE_DATA=/data/.paystage
COPY --from=install /app /app
RUN mkdir /data && chown node:node /data
USER node
WORKDIR /data
VOLUME /data
EXPOSE 4747
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://localhost:' + (process.env.PAYSTAGE_PORT || 4747) + '/_paystage/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/node_modules/paystage/dist/bundle/main.js"]
CMD ["start"]
