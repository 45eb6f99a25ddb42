/** The documentation is executed: what a page shows is what the real thing says. */
package workshop.docs;
