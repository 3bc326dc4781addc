# Build the wheel with its catalogues, then install it where no build tool remains.
FROM python:3.11-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md CHANGELOG.md ./
COPY vsla vsla
COPY templates templates
COPY translations translations
COPY migrations migrations
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheel . \
 && python -m venv /opt/vsla \
 && /opt/vsla/bin/pip install --no-cache-dir "$(ls /wheel/*.whl)[postgres]"

FROM python:3.11-slim-bookworm
# Andika is made for people who learn to read; without it papers are set in Noto Sans.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-sil-andika \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /instance --create-home vsla
COPY --from=build /opt/vsla /opt/vsla
ENV PATH=/opt/vsla/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    VSLA_ENV=production \
    VSLA_INSTANCE=/instance
USER vsla
VOLUME /instance
EXPOSE 8000
CMD ["sh", "-c", "vsla db upgrade && exec vsla run --host 0.0.0.0 --port 8000"]
