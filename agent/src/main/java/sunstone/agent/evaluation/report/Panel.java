package sunstone.agent.evaluation.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pictures of one run's end, ready to be written.
 *
 * @param name stem of the picture files, unique in a report
 * @param title heading for people
 * @param pictures PNG files by what they show, in the order of display
 */
public record Panel(String name, String title, Map<String, byte[]> pictures) {
    public Panel {
        pictures = new LinkedHashMap<>(pictures);
    }
}
