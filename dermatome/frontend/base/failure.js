/* Where a part says that something failed: the door of the browser half does it, lent to all modules here. */

let door;

export const lend = (given) => { door = given; };

/** Say in ``place`` that something failed, with a button that tries it again; see ``failed`` in main.js. */
export const failed = (place, error, again, what) => door.failed(place, error, again, what);

/** Take away what failed() said there. */
export const clear = (place) => door.clear(place);
