package sunstone.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.LightOptics;

/**
 * Summary of what was learnt of the light, as lines for people; what is left open stands in brackets behind each
 * figure.
 */
final class LightSummary {
    private LightSummary() {}

    /** One to three lines. */
    static List<String> lines(LightOptics o) {
        List<String> lines = new ArrayList<>();
        String head =
                switch (o.verdict()) {
                    case LightOptics.CONTRADICTED -> "light: left out";
                    case LightOptics.ESTIMATED -> "light: optics and place learnt from " + o.points() + " points";
                    default -> "light: as it was taken for granted, " + o.points() + " points do not contradict it";
                };
        lines.add(o.note() == null ? head : head + "; " + o.note());
        if (o.gain() == null) {
            return lines;
        }
        LightOptics.Spread sd = o.sd();
        lines.add("  optics: "
                + String.join(
                        ", ",
                        figure("gain", o.gain(), sd == null ? null : sd.gain(), 3, ""),
                        figure("black", o.black(), sd == null ? null : sd.black(), 3, ""),
                        figure("stage zero", o.zeroDeg(), sd == null ? null : sd.zeroDeg(), 1, " degrees"),
                        "sense " + (o.sense() != null && o.sense() < 0 ? "-1 (mirrored)" : "1"),
                        figure(
                                "analyser off crossed",
                                o.deltaDeg(),
                                sd == null ? null : sd.deltaDeg(),
                                2,
                                " degrees")));
        List<Double> shift = o.shiftPx();
        List<Double> open = sd == null ? null : sd.shiftPx();
        if (shift != null) {
            lines.add("  place on the map: "
                    + String.join(
                            ", ",
                            figure("down", shift.get(0), open == null ? null : open.get(0), 2, " px"),
                            figure("right", shift.get(1), open == null ? null : open.get(1), 2, " px"),
                            figure("rotation", o.rotationDeg(), sd == null ? null : sd.rotationDeg(), 2, " degrees"),
                            figure("scale", o.scale(), sd == null ? null : sd.scale(), 4, "")));
        }
        return lines;
    }

    private static String figure(String name, @Nullable Double value, @Nullable Double sd, int digits, String unit) {
        String format = "%." + digits + "f";
        return name + " " + (value == null ? "unknown" : String.format(Locale.ROOT, format, value) + unit)
                + (sd == null ? "" : " (" + String.format(Locale.ROOT, format, sd) + ")");
    }
}
