package sunstone.connectors.format.map;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sunstone.models.map.Phase;

/**
 * Phases of a file while it is read. What the file says of a phase's symmetry is cross-checked: code, space group and
 * cell have to agree two to one at the least. Phases of unknown symmetry are kept, but not mapped.
 */
public final class FilePhases {
    /** Groups that need no note: the one that the shipped prior knows, and the one that everybody knows it does not. */
    private static final Set<LaueClass> USUAL = EnumSet.of(LaueClass.HEXAGONAL, LaueClass.CUBIC);

    private final TreeMap<Integer, CrystalPhase> phases = new TreeMap<>();
    private final Map<Integer, Integer> merged = new HashMap<>();
    private final List<String> notes;

    public FilePhases(List<String> notes) {
        this.notes = notes;
    }

    /**
     * Adds a phase.
     *
     * @param id from 1
     * @param written how the file writes the symmetry, may be empty
     * @param said the Laue group of that, if it is known
     * @param spaceGroup 0 where the file has none
     */
    public void add(
            int id, String name, String written, Optional<LaueClass> said, int spaceGroup, Optional<UnitCell> cell)
            throws MalformedFile {
        if (id < 1 || id > Phase.MAX_ID) {
            throw new MalformedFile("has a phase " + id + ", allowed is 1 to " + Phase.MAX_ID);
        }
        String called = TextLines.shortened(name.strip());
        String who = "phase " + id + (called.isEmpty() ? "" : " (" + called + ")");
        Optional<LaueClass> laue = laue(who, written.strip(), said, spaceGroup, cell);
        CrystalPhase phase = new CrystalPhase(id, called, laue, cell, spaceGroup);
        CrystalPhase other = phases.get(id);
        if (other != null) {
            if (!other.sameAs(phase)) {
                throw new MalformedFile("lists phase " + id + " twice, differently");
            }
            notes.add(who + " is listed twice in the same words, taken once");
            return;
        }
        for (CrystalPhase p : phases.values()) {
            if (!called.isEmpty() && p.sameAs(new CrystalPhase(p.id(), called, laue, cell, spaceGroup))) {
                merged.put(id, p.id());
                notes.add("phases " + p.id() + " and " + id + " are described in the same words (" + called
                        + "): taken as one, number " + p.id());
                return;
            }
        }
        phases.put(id, phase);
        if (!laue.map(USUAL::contains).orElse(false)) {
            notes.add(who + " has "
                    + laue.map(g -> "Laue group " + g.symbol()).orElse("no symmetry that is known")
                    + (written.isBlank() ? "" : " (written " + TextLines.shortened(written.strip()) + ")")
                    + (laue.isEmpty()
                            ? ": its points are kept, but cannot be mapped"
                            : ", which the shipped prior does not know: a map of it is a classical fill"));
        }
    }

    private Optional<LaueClass> laue(
            String who, String written, Optional<LaueClass> said, int spaceGroup, Optional<UnitCell> cell)
            throws MalformedFile {
        Optional<LaueClass> space = LaueClass.ofSpaceGroup(spaceGroup);
        boolean saidFits =
                said.isPresent() && cell.map(c -> c.allows(said.get())).orElse(true);
        boolean spaceFits =
                space.isPresent() && cell.map(c -> c.allows(space.get())).orElse(true);
        String symmetry = said.map(g -> g.symbol() + " (" + TextLines.shortened(written) + ")")
                .orElse("");
        if (said.isPresent() && space.isPresent() && !said.equals(space)) {
            String two = who + " has symmetry " + symmetry + " and space group " + spaceGroup + " ("
                    + space.get().symbol() + ")";
            if (cell.isEmpty() || !saidFits && !spaceFits) {
                throw new MalformedFile("contradicts itself: " + two + ", and its cell does not decide");
            }
            LaueClass taken = spaceFits ? space.get() : said.get();
            notes.add(two + ", which contradict each other: its cell allows "
                    + (saidFits && spaceFits ? "both" : "only one") + ", " + taken.symbol() + " was taken");
            return Optional.of(taken);
        }
        if (said.isPresent()) {
            if (!saidFits && space.isEmpty()) {
                throw new MalformedFile("contradicts itself: " + who + " has symmetry " + symmetry
                        + ", which its cell does not allow: " + cell.get());
            }
            if (!saidFits) {
                notes.add(who + " has symmetry " + symmetry
                        + " and a space group of it, but a cell that does not allow it: " + cell.get());
            }
            return said;
        }
        String why =
                written.isEmpty() ? "no symmetry" : "symmetry \"" + TextLines.shortened(written) + "\", not known here";
        if (space.isPresent()) {
            if (!spaceFits) {
                throw new MalformedFile("contradicts itself: " + who + " has space group " + spaceGroup
                        + ", which its cell does not allow: " + cell.get());
            }
            notes.add(who + " has " + why + ": " + space.get().symbol() + " is that of its space group " + spaceGroup);
            return space;
        }
        if (cell.isPresent()) {
            LaueClass guess = cell.get().holohedry();
            notes.add(who + " has " + why + " and no space group: " + guess.symbol() + " was guessed from its cell");
            return Optional.of(guess);
        }
        return Optional.empty();
    }

    public boolean lists(int id) {
        return phases.containsKey(merged(id));
    }

    /** Number of phases, a phase that is listed twice counted once. */
    public int count() {
        return phases.size();
    }

    public int first() {
        return phases.firstKey();
    }

    /** The number under which a phase's points are kept. */
    public int merged(int id) {
        return merged.getOrDefault(id, id);
    }

    /** Whether crystals of a phase have hexagonal axes. */
    public boolean hexagonalAxes(int id) {
        CrystalPhase p = phases.get(merged(id));
        return p != null && p.hexagonalAxes();
    }

    /** Every phase. */
    public List<CrystalPhase> all() {
        return List.copyOf(phases.values());
    }

    /** What can be mapped. */
    public static List<Phase> mapped(List<CrystalPhase> all) {
        List<Phase> list = new ArrayList<>();
        all.forEach(p -> p.mapped().ifPresent(list::add));
        return list;
    }
}
