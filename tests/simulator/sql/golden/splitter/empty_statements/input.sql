;;
 ; -- nothing
;SELECT 1;;
;
