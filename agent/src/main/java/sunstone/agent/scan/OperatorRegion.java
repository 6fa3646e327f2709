package sunstone.agent.scan;

import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.RegionRuns;

/**
 * A region in which an operator wants points first, or none.
 *
 * @param preferred whether points are wanted here first; otherwise none are
 * @param runs its pixels
 * @param pixels their number
 * @param untilDeg mean uncertainty of the region at which it has had enough, degrees; null for until every pixel of it
 *     is measured
 * @param name what the operator calls it, or null
 * @param operator who drew it
 */
public record OperatorRegion(
        boolean preferred,
        RegionRuns runs,
        int pixels,
        @Nullable Double untilDeg,
        @Nullable String name,
        String operator) {
    /** It in words, for example {@code 36 pixels (weld)}. */
    String words() {
        return pixels + " pixels" + (name == null ? "" : " (" + name + ")");
    }
}
