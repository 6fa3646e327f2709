package sunstone.connectors.message;

import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sunstone.connectors.message.codec.Limits;

/**
 * Region of interest of a section as row-major run lengths, alternately unwanted and wanted, beginning with
 * unwanted: {@code {"encoding":"runs","runs":[3,5,2]}} is three unwanted pixels, five wanted, two unwanted.
 *
 * @param encoding {@value #ENCODING}
 * @param runs lengths, each at least 0
 */
@Serdeable
public record RegionRuns(String encoding, List<Integer> runs) {
    /** The only encoding of version 1. */
    public static final String ENCODING = "runs";

    public RegionRuns {
        Limits.oneOf("roi.encoding", encoding, List.of(ENCODING));
        runs = List.copyOf(runs);
        long sum = 0;
        for (int n : runs) {
            Limits.atLeast("roi.runs", n, 0);
            sum += n;
        }
        if (sum > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("roi.runs must add up to at most " + Integer.MAX_VALUE + ": " + sum);
        }
    }

    /** Encodes a region, shape [rows * cols]. */
    public static RegionRuns of(boolean[] wanted) {
        List<Integer> runs = new ArrayList<>();
        boolean current = false;
        int length = 0;
        for (boolean w : wanted) {
            if (w != current) {
                runs.add(length);
                current = w;
                length = 0;
            }
            length++;
        }
        runs.add(length);
        return new RegionRuns(ENCODING, runs);
    }

    /** Number of pixels that the runs cover. */
    public int size() {
        return runs.stream().mapToInt(Integer::intValue).sum();
    }

    /** The region as a new array, shape [size]. */
    public boolean[] wanted() {
        boolean[] wanted = new boolean[size()];
        int at = 0;
        for (int k = 0; k < runs.size(); k++) {
            Arrays.fill(wanted, at, at + runs.get(k), k % 2 == 1);
            at += runs.get(k);
        }
        return wanted;
    }
}
