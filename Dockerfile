FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
# What runs needs neither compilers nor test runners; NATS is optional, and here it is wanted.
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts \
  && npm install --no-save --ignore-scripts @nats-io/transport-node@3.3.1

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN chmod +x dist/sim/cli/main.js \
  && ln -s /app/dist/sim/cli/main.js /usr/local/bin/skein \
  && install --directory --owner=node --group=node /data
USER node
VOLUME /data
ENV SKEIN_HOST=0.0.0.0 SKEIN_METRICS_PORT=9090
EXPOSE 7400 9090
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9090/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Beyond one machine a server wants TLS or tokens, or to be told --insecure: see docs/operations.md.
CMD ["skein", "serve"]
