FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

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
# Beyond its own machine a server wants tokens, and TLS unless told otherwise: see docs/operations.md.
CMD ["skein", "serve"]
