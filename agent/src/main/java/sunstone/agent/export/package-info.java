/**
 * Maps of a scan as files for other programs and for people: what a revision says, which of it was measured, and how
 * sure it is. It uses the file formats, the pictures, and the types of a scan and a round. Start at {@link
 * sunstone.agent.export.MapExport}.
 */
@NullMarked
package sunstone.agent.export;

import org.jspecify.annotations.NullMarked;
