package sunstone.connectors.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;

/** Phases of a file while it is read. Phases of other Laue groups are listed in the notes and count as not indexed. */
final class FilePhases {
    private final TreeMap<Integer, Optional<Phase>> phases = new TreeMap<>();
    private final List<String> notes;

    FilePhases(List<String> notes) {
        this.notes = notes;
    }

    /** Laue group of an Oxford code, models/doc/physics.md section 5. */
    static Optional<LaueGroup> oxford(int code) {
        return switch (code) {
            case 9 -> Optional.of(LaueGroup.HEXAGONAL);
            case 11 -> Optional.of(LaueGroup.CUBIC);
            default -> Optional.empty();
        };
    }

    /** Laue group of an EDAX code, models/doc/physics.md section 5. */
    static Optional<LaueGroup> edax(int code) {
        return switch (code) {
            case 62 -> Optional.of(LaueGroup.HEXAGONAL);
            case 43 -> Optional.of(LaueGroup.CUBIC);
            default -> Optional.empty();
        };
    }

    void add(int id, String name, Optional<LaueGroup> laue, String code) throws MalformedFile {
        if (phases.put(id, laue.map(g -> new Phase(id, TextLines.shortened(name), g))) != null) {
            throw new MalformedFile("lists phase " + id + " twice");
        }
        if (laue.isEmpty()) {
            notes.add("phase " + id + " (" + TextLines.shortened(name) + ") has symmetry code " + code
                    + ", which is neither 6/mmm nor m-3m: its points count as not indexed");
        }
    }

    boolean lists(int id) {
        return phases.containsKey(id);
    }

    int count() {
        return phases.size();
    }

    int first() {
        return phases.firstKey();
    }

    /** The phase of an id of the list, or nothing if its Laue group is not supported. */
    Optional<Phase> usable(int id) {
        return phases.getOrDefault(id, Optional.empty());
    }

    /** What can be mapped. */
    List<Phase> usable() throws MalformedFile {
        List<Phase> list = new ArrayList<>();
        phases.values().forEach(p -> p.ifPresent(list::add));
        if (list.isEmpty()) {
            throw new MalformedFile("has no phase of Laue group 6/mmm or m-3m; " + String.join("; ", notes));
        }
        return list;
    }
}
