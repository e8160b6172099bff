# syntax=docker/dockerfile:1

# The official image of the same major version of Node that the tests run on. On a developer's machine Node is the
# dev dependency `node`; here nothing of the dev dependencies is left, and the base image keeps Node patched.
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY .npmrc package.json package-lock.json ./
COPY admin/package.json admin/
COPY sdk/package.json sdk/
COPY server/package.json server/
COPY storefront/package.json storefront/

# What the server runs on, and nothing of what its pages are made of.
FROM manifests AS dependencies
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --workspace=server

# The storefront and the admin, built and compressed. No package has to run anything for that.
FROM manifests AS pages
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.json ./
COPY sdk sdk/
COPY storefront storefront/
COPY admin admin/
COPY server server/
RUN node --disable-warning=ExperimentalWarning server/pages/build.ts

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    DATA_DIR=/data \
    PAGES=serve \
    NODE_COMPILE_CACHE=/app/.compile-cache \
    NPM_CONFIG_CACHE=/tmp/.npm \
    NPM_CONFIG_LOGS_MAX=0
WORKDIR /app
# A new volume gets the owner that it finds here.
RUN install --directory --owner=node --group=node /app/.compile-cache /data
COPY --from=dependencies /app ./
COPY --from=pages /app/storefront/dist storefront/dist/
COPY --from=pages /app/admin/dist admin/dist/
COPY server server/

USER 1000:1000
# Starts the shop once and stops it: an image that cannot start is not made, and what Node compiled is kept, by
# which containers start in half the time, also with a read-only file system.
RUN export DATA_DIR=/tmp/try SEED=none LOG_LEVEL=error; \
    node --disable-warning=ExperimentalWarning server/start.js > /dev/null & shop=$!; \
    until node -e "fetch('http://127.0.0.1:4000/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"; do \
      kill -0 $shop || exit 1; sleep 0.2; \
    done; \
    node -e "fetch('http://127.0.0.1:4000/').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))" || exit 1; \
    kill $shop && wait $shop && rm -r /tmp/try

VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Without a shell or npm in between, which would keep the signal to themselves.
CMD ["node", "--disable-warning=ExperimentalWarning", "server/start.js"]
