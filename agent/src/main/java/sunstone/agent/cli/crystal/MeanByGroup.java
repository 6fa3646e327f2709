package sunstone.agent.cli.crystal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.MeanOrientation;

/**
 * Symmetric means of the rows of each group (column {@code group}; without it, of all rows). Rows that are not indexed
 * are left out; rows that must be rejected are left out and named in the error of their group.
 */
final class MeanByGroup {
    static final List<List<String>> NEEDS = List.of(CrystalRow.QUATERNION, CrystalRow.EULER);
    static final List<String> GIVES = List.of(
            "group", "n", "mean_fz_w", "mean_fz_x", "mean_fz_y", "mean_fz_z", "rms_disorientation_deg", "error");
    private static final String GROUP = "group";

    private static final class Group {
        private final MeanOrientation mean;
        private int rejected;
        private String reason = "";

        Group(LaueGroup laue) {
            mean = new MeanOrientation(laue);
        }
    }

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final LaueGroup laue;

    MeanByGroup(LaueGroup laue) {
        this.laue = laue;
    }

    void add(CrystalRow row, long number) {
        String key = "";
        try {
            key = row.has(List.of(GROUP)) ? row.text(GROUP) : "";
            Group group = group(key);
            if (!row.notIndexed()) {
                group.mean.add(row.orientation(), 0);
            }
        } catch (IllegalArgumentException e) {
            Group group = group(key);
            if (group.rejected++ == 0) {
                group.reason = "row " + number + ": " + e.getMessage();
            }
        }
    }

    private Group group(String key) {
        return groups.computeIfAbsent(key, k -> new Group(laue));
    }

    /** One row a group, in the order of their first rows. */
    List<List<String>> rows(boolean grouped) {
        if (!grouped) {
            group("");
        }
        List<List<String>> rows = new ArrayList<>();
        double[] mean = new double[4];
        groups.forEach((key, g) -> {
            List<String> row = new ArrayList<>(List.of(key, String.valueOf(g.mean.count())));
            String error = g.rejected == 0 ? "" : g.rejected + " rows left out, " + g.reason;
            if (g.mean.mean(mean, 0)) {
                CrystalOperation.put(row, mean);
                CrystalOperation.put(row, Math.toDegrees(g.mean.rmsDisorientation(mean, 0)));
            } else {
                row.addAll(List.of("", "", "", "", ""));
                error = "no mean of an empty set" + (error.isEmpty() ? "" : ": " + error);
            }
            row.add(error);
            rows.add(row);
        });
        return rows;
    }
}
