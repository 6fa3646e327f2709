package sunstone.simulators.microstructure;

import sunstone.models.map.OrientationMap;

/**
 * A generated section. The arrays are shared, not copied: nobody writes to them.
 *
 * @param map orientations, each in the fundamental zone, every pixel valid
 * @param grain number of the 4-connected piece of one crystal that a pixel belongs to (a twin lamella is a piece, and
 *     so is each part of the parent that it separates), counted from 0 in reading order, shape [rows * cols]
 */
public record Section(OrientationMap map, int[] grain) {
    public Section {
        if (grain.length != map.grid().size()) {
            throw new IllegalArgumentException(
                    "a section of " + map.grid().size() + " pixels has " + grain.length + " grain numbers");
        }
    }
}
