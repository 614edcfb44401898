/** A character that one can see: some that are no blanks show nothing all the same. The server refuses as we do. */

export const SEEN = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u;
