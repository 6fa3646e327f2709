package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;

/**
 * A map inside a {@link MapRevision}: orientation and uncertainty of every pixel, packed by {@link MapPacking}.
 *
 * @param encoding {@value MapPacking#ENCODING}
 * @param rows rows of the raster that {@code data} holds
 * @param cols columns of that raster
 * @param stride the raster holds every stride-th row and column of the scan, beginning with the first; 1 but for maps
 *     that are too large for one record
 * @param laue Laue symbol of the mapped phase
 * @param crystalAxes crystal frame of the angles, a symbol of {@link sunstone.models.crystallography.CrystalAxes}: that
 *     which the scan announced
 * @param data base64 of the packed bytes
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EncodedMap(
        String encoding, int rows, int cols, int stride, String laue, String crystalAxes, String data) {}
