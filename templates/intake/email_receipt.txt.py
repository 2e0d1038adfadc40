BBBB BBBBBBBBBBBBBB BBB gettext(u'Good day,') 

 gettext(u'%(company)s has received what you sent. Its number is %(number)s; please name it when you write or call.') SSSSSSSSSSS SSS SSSSSSSS SSSS SSS SSSSS SSS SSSSSS SS SSSSSSSSSSS SSSSSS SSSS SS SSSS SSS SSSSS SS SSSSS
BB BBBB
 gettext(u'How it stands, and to add something:') 

 gettext(u'Whoever has this address sees how your complaint stands. Please do not pass it on.') 
BBBBB
 gettext(u'Somebody looks into it and answers you. This letter was written by a program; you can answer it.') 
BBBBBBBBBBBBB
