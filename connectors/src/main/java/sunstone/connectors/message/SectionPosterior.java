package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Deflated;
import sunstone.connectors.message.codec.Limits;

/**
 * Legacy of a section to the next one of its specimen, a record of {@code sections}; the newest of a scan stays in the
 * topic. What is packed is {@link Deflated}.
 *
 * @param section number of the section in its specimen
 * @param revision the map that it rests on
 * @param points number of points assimilated
 * @param rows rows of the scan
 * @param cols columns of the scan
 * @param stepUm distance of neighbouring pixels, micrometres
 * @param map orientations and uncertainty, in the crystal frame {@code X||a}
 * @param support share of the ensemble that agrees with the map, in 255ths, a byte a pixel of {@code map}, packed
 * @param members members in each witness
 * @param witnesses what the members have in each grain: pixel of {@code map} (int32, big-endian), then four int16 each,
 *     quaternions times 32767, packed
 * @param light the light in canonical optics on the raster of {@code map}; absent if there was none, or points
 *     contradicted it
 * @param registration parameters of the light's registration; absent if nothing was learnt of it
 * @param optics factors of the fourth and second harmonic (real, imaginary), sense, black level
 * @param learnt what the points taught of how far ensembles may be believed, JSON
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SectionPosterior(
        String scanId,
        String specimenId,
        int section,
        int revision,
        int points,
        int rows,
        int cols,
        double stepUm,
        EncodedMap map,
        String support,
        int members,
        String witnesses,
        @Nullable Light light,
        @Nullable List<Double> registration,
        List<Double> optics,
        String learnt)
        implements ScanMessage {
    public SectionPosterior {
        Limits.id("scanId", scanId);
        Limits.id("specimenId", specimenId);
        Limits.atLeast("revision", revision, 0);
        Limits.atLeast("points", points, 0);
        Limits.atLeast("members", members, 1);
        registration = registration == null ? null : List.copyOf(registration);
        optics = List.copyOf(optics);
    }

    /**
     * Light on the raster of the map.
     *
     * @param noise standard deviation of the noise of each of the five channels
     * @param data per channel the high bytes and then the low bytes of int16, 8192 times the scaled harmonic; then a
     *     byte a pixel, 1 where the camera saw it; packed
     */
    @Serdeable
    public record Light(List<Double> noise, String data) {
        public Light {
            noise = List.copyOf(noise);
        }
    }
}
