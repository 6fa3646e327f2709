package sunstone.connectors.message;

import io.micronaut.serde.annotation.Serdeable;

/** A place on the scan's grid; whether it lies inside is decided where the scan is known. */
@Serdeable
public record Pixel(int row, int col) {}
